from . import tools
from . import test_slice
