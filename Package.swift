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
    ],
    targets: [
        .target(name: "Anatomy", resources: [.copy("Resources")]),
        .target(
            name: "Knowledge",
            dependencies: ["Anatomy", .product(name: "Yams", package: "Yams")],
            resources: [.copy("Resources")]
        ),
        .target(name: "Reasoning", dependencies: ["Knowledge", "Anatomy"]),
        .target(name: "Examination", dependencies: ["Reasoning", "Knowledge", "Anatomy"]),
        .target(name: "Figures", dependencies: ["Anatomy"], resources: [.copy("Resources")]),
        .target(
            name: "Clinic", dependencies: ["Examination", "Reasoning", "Figures", "Knowledge", "Anatomy"]
        ),
        .target(
            name: "Web",
            dependencies: [
                "Clinic", "Figures", "Knowledge", "Anatomy", "Reasoning",
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
                "Web", "Clinic", "Examination", "Figures", "Reasoning", "Knowledge", "Anatomy",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "AnatomyTests", dependencies: ["Anatomy"]),
        .testTarget(name: "KnowledgeTests", dependencies: ["Knowledge", "Anatomy"]),
        .testTarget(
            name: "ReasoningTests", dependencies: ["Reasoning", "Knowledge", "Anatomy"]
        ),
        .testTarget(
            name: "ExaminationTests", dependencies: ["Examination", "Reasoning", "Knowledge", "Anatomy"]
        ),
        .testTarget(name: "FiguresTests", dependencies: ["Figures", "Anatomy"]),
        .testTarget(name: "ClinicTests", dependencies: ["Clinic", "Reasoning", "Knowledge", "Anatomy"]),
    ]
)

for target in package.targets {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
