# Home Assistant answers `import voluptuous` with its successor; so do the types.
from probatio import *
