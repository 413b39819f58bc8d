"""The commands, in modules by purpose."""
