"""Pages for administrators, under ``/admin``: how the service stands, and its feeds, keys, webhooks, work and log."""

from fastapi import APIRouter

from app.web.pages.admin import audit, feeds, jobs, keys, overview, webhook, webhooks

router = APIRouter()
for module in (overview, feeds, keys, webhooks, webhook, jobs, audit):
    router.include_router(module.router)
