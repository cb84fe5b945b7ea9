"""Whole archives: files found, each read in a child process, gathered in order, resumable.

One way: `walk` finds the files in the order of their names; `child` makes a part of each, named by
its content and the version of the engine; `run` hands the parts on in that order; a form gathers
them into the output. A part that is there already is not made again, so the same command goes on
where it stopped, and ends with the same bytes as if it had never stopped.
"""
