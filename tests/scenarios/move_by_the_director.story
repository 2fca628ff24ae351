# The directing office reports a move of its case
# source: move (an involved party or a director reports a new area)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG2 area=zeeburg => ok
coordinator-zeeburg: move case:c1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED alike=move
coordinator-zeeburg: move case:never area=noord => refused PERMISSION_DENIED NOT_ALLOWED alike=move
process-manager-zeeburg: move case:c1 area=noord request=r1 => ok area=noord replayed=no
process-manager-noord: inbox => includes moved case=c1 reporter=process-manager-zeeburg from=zeeburg to=noord
process-manager-zeeburg: inbox => includes moved case=c1 from=zeeburg to=noord
process-manager-noord: case c1 => ok area=noord category=MPG2 director=process-manager-noord
process-manager-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
