"""Budget performance self-evaluation documents (预算绩效自评) from one YAML file per unit and year."""

__version__ = "0.1.0"
