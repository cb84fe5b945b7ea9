"""`python -m service` is the command `zhibiao`."""

from service.cli import main

if __name__ == "__main__":
    main()
