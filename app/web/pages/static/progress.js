// Follows an article that waits: asks for this page again, at first often and then more seldom, and shows what has
// changed. Once nothing is waited for any more, the page is loaded anew, as it then is.
const FIRST = 1000; // milliseconds
const LONGEST = 15000;
const GROWTH = 1.4;
const place = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
  if (!found || !("waiting" in found.dataset)) {
    location.reload();
    return false;
  }
  if (found.textContent !== place.textContent) place.replaceChildren(...found.childNodes);
  return true;
}

async function follow() {
  for (let pause = FIRST; ; pause = Math.min(pause * GROWTH, LONGEST)) {
    await new Promise((resume) => setTimeout(resume, pause));
    try {
      if (!(await look())) return;
    } catch {
      pause = LONGEST; // the server is away for a moment: it is asked again, and not too often
    }
  }
}

if (place && "waiting" in place.dataset) follow();
