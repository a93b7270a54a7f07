// swift-tools-version:6.1
import PackageDescription

// `run` copies this manifest beside links to the program's sources, and builds in release mode.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "decomposition-peer",
    targets: [
        .target(name: "CLanes", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-Wno-psabi"])]),
        .target(name: "Electromyography", dependencies: ["CLanes"], swiftSettings: strict),
        .target(name: "MotorUnits", swiftSettings: strict),
        .executableTarget(
            name: "decomposition-peer", dependencies: ["Electromyography", "MotorUnits"], swiftSettings: strict),
    ]
)
