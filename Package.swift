// swift-tools-version:6.1
import PackageDescription

/// The settings of every target of ours; warnings are errors (see `Makefile`, which builds with them).
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-warnings-as-errors"]),
]

let package = Package(
    name: "tautband",
    products: [
        .executable(name: "tautband", targets: ["tautband"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "Anatomy", resources: [.copy("Resources")]),
        .target(
            name: "Knowledge",
            dependencies: ["Anatomy", .product(name: "Yams", package: "Yams")],
            resources: [.copy("Resources")]
        ),
        .target(name: "Learning", dependencies: ["Knowledge", "Anatomy"], resources: [.copy("Resources")]),
        .target(name: "Reasoning", dependencies: ["Knowledge", "Anatomy"]),
        .target(name: "Examination", dependencies: ["Reasoning", "Knowledge", "Anatomy"]),
        .target(name: "Figures", dependencies: ["Anatomy"], resources: [.copy("Resources")]),
        .target(
            name: "Clinic", dependencies: ["Examination", "Reasoning", "Figures", "Knowledge", "Anatomy"]
        ),
        .target(name: "Outcomes"),
        .target(name: "Scheduling"),
        .target(name: "Recordings"),
        .target(name: "CLanes", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-Wno-psabi"])]),
        .target(name: "Electromyography", dependencies: ["CLanes"]),
        .target(name: "MotorUnits"),
        .target(name: "Signals", dependencies: ["Recordings", "Electromyography", "MotorUnits"]),
        .target(name: "Places", resources: [.copy("Resources")]),
        .target(
            name: "Treatment",
            dependencies: ["Outcomes", "Records", "Clinic", "Figures", "Reasoning", "Knowledge", "Anatomy"]
        ),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CAllocator"),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "Workload"),
        .target(name: "Records"),
        .target(name: "Directory", dependencies: ["Records", "Scheduling"]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Mail", dependencies: ["CCurl"]),
        .target(name: "Fetching", dependencies: ["CCurl"]),
        .target(name: "Reception", dependencies: ["Directory", "Scheduling", "Mail", "Records", "Vault"]),
        .target(
            name: "Vault", dependencies: ["Workload", "CArgon2", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "Access", dependencies: ["Directory", "Records", "Vault"]),
        .target(
            name: "Storage",
            dependencies: [
                "Directory", "Scheduling", "Places", "Records", "Vault", "CPostgres",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(name: "Settings"),
        .target(
            name: "Web",
            dependencies: [
                "Treatment", "Outcomes", "Clinic", "Figures", "Knowledge", "Anatomy", "Reasoning", "Access", "Records",
                "Learning", "Reception", "Directory", "Scheduling", "Places", "Vault", "Workload", "CQRencode",
                "Signals", "Recordings", "Electromyography", "MotorUnits",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Resources")]
        ),
        .executableTarget(
            name: "tautband",
            dependencies: [
                "Web", "Signals", "Recordings", "Electromyography", "MotorUnits", "Treatment", "Outcomes", "Storage",
                "Reception", "Fetching", "Mail", "Directory", "Scheduling",
                "Places", "Access", "Records", "Vault", "Workload", "Settings",
                "Clinic", "Examination",
                "Figures", "CAllocator",
                "Reasoning", "Knowledge", "Anatomy", .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "SchedulingTests", dependencies: ["Scheduling"]),
        .testTarget(
            name: "RecordingsTests", dependencies: ["Recordings"], exclude: ["oracle", "Fixtures"]),
        .testTarget(name: "ElectromyographyTests", dependencies: ["Electromyography"], exclude: ["oracle"]),
        .testTarget(name: "MotorUnitsTests", dependencies: ["MotorUnits"]),
        .testTarget(name: "SignalsTests", dependencies: ["Signals", "Recordings", "Electromyography", "MotorUnits"]),
        .testTarget(name: "LearningTests", dependencies: ["Learning", "Knowledge", "Anatomy"]),
        .testTarget(name: "PlacesTests", dependencies: ["Places"]),
        .testTarget(name: "MailTests", dependencies: ["Mail"], exclude: ["read_back.py", "smtp_server.py"]),
        .testTarget(name: "FetchingTests", dependencies: ["Fetching"]),
        .testTarget(name: "AnatomyTests", dependencies: ["Anatomy"]),
        .testTarget(name: "KnowledgeTests", dependencies: ["Knowledge", "Anatomy"]),
        .testTarget(
            name: "ReasoningTests", dependencies: ["Reasoning", "Knowledge", "Anatomy"]
        ),
        .testTarget(
            name: "ExaminationTests", dependencies: ["Examination", "Reasoning", "Knowledge", "Anatomy"]
        ),
        .testTarget(name: "FiguresTests", dependencies: ["Figures", "Anatomy"]),
        .testTarget(name: "OutcomesTests", dependencies: ["Outcomes"]),
        .testTarget(
            name: "TreatmentTests", dependencies: ["Treatment", "Outcomes", "Records", "Clinic", "Figures"]
        ),
        .testTarget(name: "WorkloadTests", dependencies: ["Workload"]),
        .testTarget(name: "SettingsTests", dependencies: ["Settings"]),
        .testTarget(
            name: "VaultTests", dependencies: ["Vault", "Workload", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "Access", "Reception", "Directory", "Scheduling", "Mail", "Records", "Vault"]
        ),
        .testTarget(
            name: "WebTests", dependencies: ["Web", .product(name: "Logging", package: "swift-log")]
        ),
        .testTarget(name: "ClinicTests", dependencies: ["Clinic", "Reasoning", "Knowledge", "Anatomy"]),
    ]
)

for target in package.targets where target.type != .system && target.name != "CLanes" {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
