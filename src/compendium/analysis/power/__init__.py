"""Planning an impact study: designs, power by formula and by simulation, and its analysis.

`designs` says which site has the service when, `told_apart` whether an effect can then be told from
anything else. `closed_forms` works out power by formula. `trials` draws studies that never were, by
the outcomes of `outcomes`: sites by periods in `drawn_cells` (analysed in `cell_analysis`, or in
`individuals` where people are randomised), interrupted series in `series`. `regression`,
`differences`, `staggered`, `influence`, `wild`, `interrupted` and `autoregression` analyse real
data. `planned` reads a study's own plan (impact.yml); `planning`, `planned_power`,
`planned_alarms`, `rehearsal` and `written` make of it what its report shows.
"""
