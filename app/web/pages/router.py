"""The pages: plain HTML made here, readable without a network and without a script."""

from fastapi import APIRouter

from app.web.pages import admin, articles, conflicts, overview, signing_in, statics, stories

router = APIRouter()
for module in (statics, signing_in, overview, stories, conflicts, articles, admin):
    router.include_router(module.router)
