"""LibreOffice as a program of the machine: where it is found, and how it is run without touching anything else."""
