// Tells, in one quiet line, what has come since the page was made. The line changes; nothing else moves, and the focus
// stays where the reader has it. The stream is open only while the page can be seen: many tabs cost one stream.

const EVENTS = [
  "article.analysed", "cluster.disputed", "cluster.outlet_added", "conflict.opened", "conflict.changed",
  "conflict.closed", "conflict.reviewed", "reset",
];
const SHORTEST_WAIT = 5_000; // milliseconds before a stream that was refused is tried again; it doubles each time
const LONGEST_WAIT = 300_000;
const GATHERING = 2_000; // events come in swarms: what is new is asked for once

const line = document.getElementById("live");
const text = line?.querySelector("span");
const link = line?.querySelector("a");
let stream = null;
let known = line?.dataset.since;
let wait = SHORTEST_WAIT;
let retry = 0;
let gathering = 0;
let isNews = false;

function say(words) {
  if (!isNews && text.textContent !== words) text.textContent = words;
}

function open() {
  if (stream || document.hidden) return;
  clearTimeout(retry);
  stream = new EventSource(`${line.dataset.stream}?since=${known}&events=${EVENTS.slice(0, -1).join(",")}`);
  stream.onopen = () => {
    wait = SHORTEST_WAIT;
    say(line.dataset.live);
  };
  stream.onerror = () => {
    say(line.dataset.away);
    if (stream.readyState !== EventSource.CLOSED) return; // the browser comes again by itself
    close();
    retry = setTimeout(open, wait * (1 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  for (const type of EVENTS) stream.addEventListener(type, hear);
}

function close() {
  stream?.close();
  stream = null;
}

function hear(event) {
  known = event.lastEventId || known;
  gathering ||= setTimeout(ask, GATHERING);
}

async function ask() {
  gathering = 0;
  const address = new URL(line.dataset.news, location.href);
  address.searchParams.set("since", line.dataset.since);
  let news;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) return say(line.dataset.away);
    news = await answer.json();
  } catch {
    return say(line.dataset.away);
  }
  for (const [name, count] of Object.entries(news.counts)) {
    const shown = document.querySelector(`[data-count="${name}"]`);
    if (shown) shown.textContent = count;
  }
  if (!news.text) return;
  isNews = true;
  line.classList.add("news");
  if (text.textContent !== news.text) text.textContent = news.text;
  link.textContent = line.dataset.show;
}

if (line) {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    clearTimeout(retry);
    close();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
