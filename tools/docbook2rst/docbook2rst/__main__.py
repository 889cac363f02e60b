"""`python -m docbook2rst`: the command line."""

from docbook2rst.cli import main

if __name__ == "__main__":
    main()
