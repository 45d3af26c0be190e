"""Deletes an article and everything that came of it."""

from app.core.errors import NotFound
from app.ports import Store
from app.use_cases.link_articles import LinkingRules, unlink


class DeleteArticle:
    """Takes an article's claims, clusters, conflicts, decisions and job along; what others report is formed anew."""

    def __init__(self, *, store: Store, rules: LinkingRules) -> None:
        self._store = store
        self._rules = rules

    def __call__(self, article_id: str) -> None:
        """Raises NotFound for an unknown id."""
        with self._store.writing() as unit:
            if unit.articles.status(article_id) is None:
                raise NotFound(f"there is no article {article_id}")
            names = {name.id for name in unit.entities.named_in(article_id)}
            unlink(unit, article_id, self._rules, for_good=True)
            left = {name.id for name in unit.entities.get(names)}
            unit.entities.forget(article_id, names, names - left)
            unit.jobs.remove_of_article(article_id)
            unit.articles.remove(article_id)
        self._store.erase_freed_pages()
