# Only by an own active involvement; unknown and not yours are the same
# source: move; visibility
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
bjaa: move i1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED alike=move
bjaa: move never-made area=noord => refused PERMISSION_DENIED NOT_ALLOWED alike=move
coordinator-zeeburg: move i1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED
school: move case:i1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED
school: end i1 => ok
school: move i1 area=noord => refused FAILED_PRECONDITION NOT_ACTIVE
population-register: move i1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-noord: inbox => nothing
coordinator-zeeburg: inbox => nothing
