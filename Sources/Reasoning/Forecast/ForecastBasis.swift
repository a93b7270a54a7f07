import Knowledge

/// What an assessment keeps so that further findings can be weighed without inferring again.
struct ForecastBasis: Sendable {
    let table: SourceTable
    let knowledge: KnowledgeBase
    let builder: EvidenceBuilder
    let inference: PresentationInference
    let posterior: PresentationPosterior
    let leading: [(source: SourceOnSide, computed: Double)]

    var forecaster: Forecaster {
        Forecaster(
            table: table, knowledge: knowledge, builder: builder, sample: inference.joint(posterior), leading: leading
        )
    }
}
