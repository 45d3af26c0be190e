"""The pages: plain HTML made here, readable without a network and without a script."""

from fastapi import APIRouter

from app.web.pages import articles, conflicts, outlets, overview, signing_in, statics, stories

router = APIRouter()
for module in (statics, signing_in, overview, stories, conflicts, articles, outlets):
    router.include_router(module.router)
