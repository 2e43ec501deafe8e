from . import test_account, test_faults, test_machine, test_pace, test_planner
