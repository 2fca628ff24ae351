# A coordinator and a process manager see the figures of their own areas, and nothing of all together
# source: plan § 3.4 (bottlenecks are told to who advises on what is bought); plan § 4.4
at 2026-03-02 10:00
school: register s0 child=A0 area=zeeburg => ok
school: register s1 child=A1 area=zeeburg => ok
school: register s2 child=A2 area=zeeburg => ok
school: register s3 child=A3 area=zeeburg => ok
school: register s4 child=A4 area=zeeburg => ok
school: register s5 child=A5 area=zeeburg => ok
school: register s6 child=A6 area=zeeburg => ok
school: register s7 child=A7 area=zeeburg => ok
school: register s8 child=A8 area=zeeburg => ok
school: register s9 child=A9 area=zeeburg => ok
school: register s10 child=A10 area=zeeburg => ok
school: register s11 child=A11 area=zeeburg => ok
bjaa: register n0 child=B0 area=noord => ok
bjaa: register n1 child=B1 area=noord => ok
bjaa: register n2 child=B2 area=noord => ok
bjaa: register n3 child=B3 area=noord => ok
bjaa: register n4 child=B4 area=noord => ok
bjaa: register n5 child=B5 area=noord => ok
bjaa: register n6 child=B6 area=noord => ok
bjaa: register n7 child=B7 area=noord => ok
bjaa: register n8 child=B8 area=noord => ok
bjaa: register n9 child=B9 area=noord => ok
bjaa: register n10 child=B10 area=noord => ok
bjaa: register n11 child=B11 area=noord => ok
bjaa: register c0 child=C0 area=centrum => ok
bjaa: register c1 child=C1 area=centrum => ok
bjaa: register c2 child=C2 area=centrum => ok
bjaa: register c3 child=C3 area=centrum => ok
bjaa: register c4 child=C4 area=centrum => ok
bjaa: register c5 child=C5 area=centrum => ok
bjaa: register c6 child=C6 area=centrum => ok
bjaa: register c7 child=C7 area=centrum => ok
bjaa: register c8 child=C8 area=centrum => ok
bjaa: register c9 child=C9 area=centrum => ok
bjaa: register c10 child=C10 area=centrum => ok
bjaa: register c11 child=C11 area=centrum => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 areas=zeeburg,noord => includes involvements total=36 zeeburg=12
programme-manager: report year=2026 quarter=1 => ok own=no areas=14
coordinator-zeeburg: report year=2026 quarter=1 => ok own=yes areas=1
coordinator-zeeburg: report year=2026 quarter=1 => includes involvements total=- zeeburg=12 | cases total=- zeeburg=-
process-manager-zeeburg: report year=2026 quarter=1 => includes involvements total=- zeeburg=12
process-manager-zeeburg: report year=2026 quarter=1 areas=zeeburg => ok own=yes areas=1
process-manager-zeeburg: report year=2026 quarter=1 areas=centrum => refused fields areas[0]
coordinator-zeeburg: report year=2026 quarter=1 areas=zeeburg,noord => refused fields areas[1]
coordinator-zeeburg: report year=2026 quarter=1 areas=atlantis => refused fields areas[0]
coordinator-zeeburg: report year=2026 quarter=2 => refused fields quarter
