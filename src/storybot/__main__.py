"""Run storybot as ``python -m storybot``."""

from storybot.cli.main import main

if __name__ == "__main__":
    main()
