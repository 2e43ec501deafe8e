from . import tools
from . import test_leaks, test_rights, test_slice
from . import test_slice_tour
