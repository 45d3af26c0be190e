"""The pages: plain HTML made here, readable without a network and without a script."""

from fastapi import APIRouter

from app.web.pages import (
    adding,
    admin,
    articles,
    checking,
    conflicts,
    overview,
    progress,
    signing_in,
    statics,
    stories,
)

router = APIRouter()
MODULES = (statics, signing_in, overview, stories, conflicts, articles, adding, progress, checking, admin)
for module in MODULES:
    router.include_router(module.router)
