/** How it looks in the light and in the dark. It paints its own background: a page may not follow the system's scheme. */
export const stylesheet = `
svg { --back: #fff; --ink: #1f2328; --muted: #59636e; --grid: #e4e8ec; --axis: #8c959f; --front: #0969da; --good: #1a7f37; --bad: #cf222e }
@media (prefers-color-scheme: dark) {
svg { --back: #0d1117; --ink: #e6edf3; --muted: #9198a1; --grid: #21262d; --axis: #6e7681; --front: #58a6ff; --good: #3fb950; --bad: #ff7b72 }
}
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: var(--ink) }
.back { fill: var(--back) }
.title { font-size: 18px; font-weight: 600 }
.small { font-size: 11.5px; fill: var(--muted) }
.tick { font-size: 12px; fill: var(--muted) }
.bad { fill: var(--bad) }
.end { text-anchor: end }
.middle { text-anchor: middle }
.grid { stroke: var(--grid); stroke-width: 1 }
.axis { stroke: var(--axis); stroke-width: 1 }
.whisker { stroke: var(--axis); stroke-width: 1.2; opacity: .75 }
.series { fill: none; stroke: var(--axis); stroke-width: 1; stroke-dasharray: 2 4 }
.front { fill: none; stroke: var(--front); stroke-width: 2.2; stroke-linejoin: round }
.leader { stroke: var(--muted); stroke-width: .8 }
.off { fill: var(--back); stroke: var(--muted); stroke-width: 1.6 }
.on { fill: var(--front); stroke: var(--back); stroke-width: 1.2 }
.best { fill: var(--good); stroke: var(--back); stroke-width: 1.2 }
.halo { fill: none; stroke: var(--good); stroke-width: 1.8 }
.strong { font-weight: 600 }
.named { paint-order: stroke; stroke: var(--back); stroke-width: 3px; stroke-linejoin: round }
`
