// swift-tools-version:6.1
import PackageDescription

// `run` copies this manifest beside links to the program's sources. The package bears the program's name, because the
// program finds its data files by it; the sources of the parsers are the program's own, built with coverage.

let fuzzed: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let entries: [(name: String, parsers: [Target.Dependency])] = [
    ("case", ["Clinic", "Reasoning", "Anatomy"]),
    ("finding", ["Reasoning", "Anatomy"]),
    ("network", ["Reasoning"]),
    ("records", ["Records"]),
    ("settings", ["Settings"]),
    ("codes", ["Vault", crypto]),
    ("password", ["Vault"]),
    ("sealed", ["Vault", crypto]),
    ("keyfile", ["Vault"]),
    ("archive", ["Vault"]),
    ("search", ["Vault"]),
    ("backup", ["Storage", "Vault"]),
    ("edf", ["RecordingsExercise"]), ("bdf", ["RecordingsExercise"]), ("wfdb", ["RecordingsExercise"]),
    ("table", ["RecordingsExercise"]), ("opensignals", ["RecordingsExercise"]),
]

let package = Package(
    name: "tautband",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(name: "Anatomy", resources: [.copy("Resources")], swiftSettings: fuzzed),
        .target(
            name: "Knowledge", dependencies: ["Anatomy", .product(name: "Yams", package: "Yams")],
            exclude: ["Resources"], swiftSettings: fuzzed
        ),
        .target(name: "Reasoning", dependencies: ["Knowledge", "Anatomy"], swiftSettings: fuzzed),
        // Of this target the reader of cases alone.
        .target(name: "Clinic", dependencies: ["Reasoning", "Anatomy"], swiftSettings: fuzzed),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2"),
        .target(name: "Workload", swiftSettings: fuzzed),
        .target(name: "Records", swiftSettings: fuzzed),
        .target(name: "Vault", dependencies: ["Workload", "CArgon2", crypto], swiftSettings: fuzzed),
        .target(
            name: "Storage", dependencies: ["Directory", "Scheduling", "Places", "Records", "Vault"], exclude: ["SQLite", "Postgres"],
            swiftSettings: fuzzed
        ),
        .target(name: "Settings", swiftSettings: fuzzed),
        .target(name: "Scheduling", swiftSettings: fuzzed),
        .target(name: "Directory", dependencies: ["Records", "Scheduling"], swiftSettings: fuzzed),
        .target(name: "Places", resources: [.copy("Resources")], swiftSettings: fuzzed),
        .target(name: "Recordings", swiftSettings: fuzzed),
        .target(name: "RecordingsExercise", dependencies: ["Recordings"], swiftSettings: fuzzed),
        .target(name: "CFuzzer"),
        .target(
            name: "Harness", dependencies: ["CFuzzer"], swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
        ),
    ]
        + entries.map { name, parsers in
            .executableTarget(
                name: "fuzz-\(name)", dependencies: ["Harness"] + parsers, path: "Sources/\(name)",
                swiftSettings: [.swiftLanguageMode(.v5)],
                linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
            )
        }
)
