# Only the office to which a district turns has its overview
# source: case.proto (ListDistrictCases)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: district => refused PERMISSION_DENIED NOT_ALLOWED
mayor: district => refused PERMISSION_DENIED NOT_ALLOWED
school: district => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-noord: district => nothing
coordinator-noord: district area=zeeburg => refused fields area
coordinator-zeeburg: district area=zeeburg => c1
coordinator-zeeburg: district area=atlantis category=X reference=7K3 => refused fields reference category area
coordinator-zeeburg: district page-size=-1 => refused fields page_size
