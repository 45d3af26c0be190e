"""Deletes an article and everything that came of it."""

from app.core.errors import NotFound
from app.core.model.access import LOCAL, Actor, AuditAction, AuditEntry
from app.ports import Clock, Store
from app.use_cases.link_articles import LinkingRules, unlink


class DeleteArticle:
    """Takes an article's claims, clusters, conflicts, decisions and job along; what others report is formed anew.
    The audit log keeps who deleted the article of that id, and not a word of it."""

    def __init__(self, *, store: Store, clock: Clock, rules: LinkingRules) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules

    def __call__(self, article_id: str, *, by: Actor = LOCAL) -> None:
        """Raises NotFound for an unknown id."""
        with self._store.writing() as unit:
            unit.links.lock()
            if unit.articles.status(article_id) is None:
                raise NotFound(f"there is no article {article_id[:80]}")
            names = {name.id for name in unit.entities.named_in(article_id)}
            unlink(unit, article_id, self._rules, for_good=True)
            left = {name.id for name in unit.entities.get(names)}
            unit.entities.forget(article_id, names, names - left)
            unit.jobs.remove_of_article(article_id)
            unit.pages.remove(article_id)
            unit.articles.remove(article_id)
            unit.audit.add(
                AuditEntry(at=self._clock.now(), actor=by, action=AuditAction.DELETE_ARTICLE, object_id=article_id)
            )
            unit.outbox.forget_article(article_id)
        self._store.erase_freed_pages()
