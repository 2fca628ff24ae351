# Only an office that the covenant names may ask, and only about a quarter that has ended
# source: steering information for the programme manager; plan § 4.4
at 2026-03-31 23:00
auditor: report year=2025 quarter=4 => refused PERMISSION_DENIED NOT_ALLOWED
school: report year=2025 quarter=4 => refused PERMISSION_DENIED NOT_ALLOWED
population-register: report year=2025 quarter=4 => refused PERMISSION_DENIED NOT_ALLOWED
programme-manager: report year=2025 quarter=4 => ok
programme-manager: report year=2026 quarter=1 => refused fields quarter
programme-manager: report year=2026 quarter=2 => refused fields quarter
at 2026-04-01 00:00
programme-manager: report year=2026 quarter=1 => ok
programme-manager: report year=1999 quarter=5 areas=zeeburg,zeeburg => refused fields year quarter areas[1]
programme-manager: report year=2026 quarter=1 areas=zeeburg,atlantis => refused fields areas[1]
programme-manager: report year=2026 quarter=1 areas=no_area by=- => refused fields acting_professional areas[0]
