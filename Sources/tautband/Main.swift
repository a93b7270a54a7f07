import ArgumentParser

/// The command line and composition root.
@main
struct Tautband: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tautband",
        abstract: "From a pain drawing to its likely origins: hypotheses for examination, never a diagnosis.",
        subcommands: [
            Locate.self, Plan.self, Letter.self, Recurrence.self, Simulate.self, EMG.self, Serve.self,
            KnowledgeCommand.self,
            Crosswalk.self,
            Infer.self, GenerateNetwork.self, Config.self, BackupCommand.self, RestoreCommand.self, DoctorCommand.self,
            KeysCommand.self, AuditCommand.self, ExportCommand.self, LinkCommand.self, StewardCommand.self, Routes.self,
            BenchData.self, BenchNearMe.self,
        ]
    )
}
