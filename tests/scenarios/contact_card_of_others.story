# Nobody changes the card of somebody else's involvement; unknown and foreign are alike
# source: visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
bjaa: update-contact i1 professional=p-school phone="06 1" => refused PERMISSION_DENIED NOT_ALLOWED alike=card
bjaa: update-contact never-made professional=p-school phone="06 1" => refused PERMISSION_DENIED NOT_ALLOWED alike=card
bjaa: give-to-colleague i1 professional=piet => refused PERMISSION_DENIED NOT_ALLOWED alike=give
bjaa: give-to-colleague never-made professional=piet => refused PERMISSION_DENIED NOT_ALLOWED alike=give
bjaa: record-informed i1 informed=today => refused PERMISSION_DENIED NOT_ALLOWED alike=told
bjaa: record-informed never-made informed=today => refused PERMISSION_DENIED NOT_ALLOWED alike=told
coordinator-zeeburg: update-contact i1 professional=p-school => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: give-to-colleague i1 professional=piet => refused PERMISSION_DENIED NOT_ALLOWED
school: end i1 => ok
bjaa: inbox => party-ended
school: update-contact i1 phone="06 1" => refused FAILED_PRECONDITION NOT_ACTIVE
school: give-to-colleague i1 professional=piet => refused FAILED_PRECONDITION NOT_ACTIVE
school: record-informed i1 informed=today => refused FAILED_PRECONDITION NOT_ACTIVE
bjaa: match m1 => ok ; school contact=- phone=-
nobody-else is told
