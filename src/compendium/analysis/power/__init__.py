"""Planning an impact study: designs, power by formula and by simulation, and its analysis.

`designs` says which site has the service when, `told_apart` whether that can tell an effect from
anything else. `closed_forms` and `detectable` reckon by formula, `trials` and `outcomes` draw
studies that never were, `cell_analysis` analyses them. `regression`, `differences`, `staggered`,
`wild` and `interrupted` are for real data. `planned`, `planning` and `rehearsal` make of a study's
own plan (impact.yml) what its report shows.
"""
