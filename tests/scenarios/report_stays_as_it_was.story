# What was told of a quarter stays as it was: asking again tomorrow tells nothing new
# source: steering information, suppressed also by differencing
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register s0 child=Anna area=zeeburg => ok
school: register s1 child=Bram area=zeeburg => ok
school: register s2 child=Cato area=zeeburg => ok
school: register s3 child=Daan area=zeeburg => ok
school: register s4 child=Eva area=zeeburg => ok
school: register s5 child=Finn area=zeeburg => ok
school: register s6 child=Guus area=zeeburg => ok
school: register s7 child=Hugo area=zeeburg => ok
school: register s8 child=Iris area=zeeburg => ok
school: register s9 child=Jip area=zeeburg => ok
school: register s10 child=Kees area=zeeburg => ok
school: register s11 child=Lars area=zeeburg => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 => includes involvements total=12
school: end s0 reason=unjustified => ok
programme-manager: report year=2026 quarter=1 => includes involvements total=12
restart
programme-manager: report year=2026 quarter=1 => includes involvements total=12
nobody-else is told
