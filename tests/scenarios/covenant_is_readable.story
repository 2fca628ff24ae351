# Every admitted caller may read the covenant
# source: covenant.proto; covenant
at 2026-03-02 10:00
school: covenant => ok id=amsterdam-2009 areas=14 grounds=-
school: covenant grounds=yes => ok id=amsterdam-2009 grounds=complete
coordinator-zeeburg: covenant => ok id=amsterdam-2009
school: offices area=zeeburg page-size=200 => includes coordinator-zeeburg area=zeeburg
school: offices area=atlantis => refused fields area
school: organisations page-size=200 => ok more=no
school: organisations page-size=200 => includes shelter sensitive=yes
