"""选方案 where no plan does: what stands in the way, and each way out with its button."""

from html import escape

import streamlit as st

from assessment import service
from assessment.engine.optimise.best import BestPlan
from assessment.engine.optimise.obstacles import Obstacle
from assessment.report.obstacle_words import AT_ODDS, blocks, change, is_lapsed
from assessment.report.words import missing
from assessment.ui import choose_actions, parts
from assessment.ui.plan_rows import Page


def infeasible(case: service.Case, page: Page, best: BestPlan, said: str) -> None:
    """The sentence, what stands in the way, and under it each way out with its button."""
    _, card = page._, page.card
    at_odds = [obstacle for obstacle in best.obstacles if obstacle.kind in AT_ODDS]
    ways = [obstacle for obstacle in best.obstacles if obstacle not in at_odds]
    lines = [*blocks(_, card, best, page.language), *(s for o in at_odds for s in change(_, card, best, o, page.language))]
    with st.container(border=True, key="choose-verdict"):
        stands = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(f'<div class="c-says alarm">{escape(said)}</div><ul class="c-list">{stands}</ul>')
        if best.residual.provisional:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                waiting = _("还缺 {count} 项回答，都按最坏情况计；先打完分，再选方案。", count=missing(best.residual))
                st.html(parts.note(waiting, "missing"), width="stretch")
                parts.link("rate", _("去打分"))
        if not best.obstacles:
            st.html(parts.note(_("放宽这里的任何条件都不够：要先消除上面的事实、补齐打分，或调整项目方案。"), "alarm"))
            return
        st.html(f'<div class="c-says">{escape(_("怎样改才达得到"))}</div>')
        for place, obstacle in enumerate(ways or at_odds):
            _way_out(case, page, best, obstacle, f"choose-relax-{place}")


def _way_out(case: service.Case, page: Page, best: BestPlan, obstacle: Obstacle, key: str) -> None:
    _ = page._
    relaxed = choose_actions.relaxed(best.assessment.plan.aim, obstacle)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = change(_, page.card, best, obstacle, page.language)
        if obstacle.kind in AT_ODDS:
            words = [_("先去掉上面的矛盾，再看还差什么。")]
        st.html(f'<div class="c-line">{escape(words[0])}</div>', width="stretch")
        if relaxed:
            act, args = choose_actions.save_aim, (case, relaxed)
            st.button(_("按此调整"), key=key, on_click=act, args=args, disabled=case.archived)
        elif lapsed := [name for name in obstacle.ids if is_lapsed(best, name)]:
            st.button(_("重新启用"), key=key, on_click=choose_actions.again, args=(case.id, lapsed), disabled=case.archived)
        elif obstacle.kind in ("own", "excludes", "contradiction"):
            parts.link("plan", _("去“措施”页改"))
