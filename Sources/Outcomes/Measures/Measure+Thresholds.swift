extension Measure {
    /// Minimal detectable changes: larger ones are unlikely to be error of measurement.
    ///
    /// The first is used.
    public var detectable: [ChangeThreshold] {
        switch self {
        case .pain:
            [
                ChangeThreshold(2, in: "low back pain, physiotherapy; error 1.02 points", .childs),
                ChangeThreshold(1.77, in: "specific back pain, 1232 people in hospital", .backCohort),
                ChangeThreshold(4, in: "neck pain, 658 people who felt unchanged after 3 months", .kovacs),
            ]
        case .pressureThreshold:
            [
                ChangeThreshold(
                    0.62, in: "trigger points of the trapezius, 30 women; upper end of 0.45-0.62", .oliveira),
                ChangeThreshold(0.34, in: "upper trapezius points, 24 people, one examiner", .somphithak),
            ]
        case .pressureThresholdKilopascals:
            [
                ChangeThreshold(60.8, in: "0.62 kg/cm² on trapezius points, converted by 98.0665", .oliveira),
                ChangeThreshold(47, in: "upper trapezius, neck pain", .walton),
            ]
        case .patientSpecificFunction:
            [ChangeThreshold(1.1, in: "neck pain, 100 people, version 2.0, one week apart", .thoomes)]
        case .peg:
            [ChangeThreshold(2.8, in: "2.77 × 1.0, the middle of errors 0.78-1.22 in six trials", .reed)]
        default: motionDetectable
        }
    }

    /// Minimal important changes: people notice and value them.
    ///
    /// The first is used; where none was found there is none.
    public var important: [ChangeThreshold] {
        switch self {
        case .pain:
            [
                ChangeThreshold(
                    2, share: 0.33, in: "chronic musculoskeletal pain, 825 people, 'much better'", .painChange),
                ChangeThreshold(1, share: 0.15, in: "chronic musculoskeletal pain, 'slightly better'", .painChange),
                ChangeThreshold(2, in: "specific back pain, 1232 people; 1 when mild, 3-4 when severe", .backCohort),
                ChangeThreshold(1.3, in: "mechanical neck pain, 137 people", .cleland),
            ]
        case .pressureThreshold:
            [ChangeThreshold(0.21, in: "upper trapezius points, 36 people, six sessions", .somphithak)]
        case .pressureThresholdKilopascals:
            [ChangeThreshold(20.6, in: "0.21 kg/cm² on trapezius points, converted by 98.0665", .somphithak)]
        case .patientSpecificFunction:
            [
                ChangeThreshold(2.3, in: "1708 people of all regions, medium change; small 1.3, large 2.7", .abbott)
            ]
        case .peg:
            [ChangeThreshold(1, in: "1710 people of six trials, 'a little better', lower end of 1.0-1.75", .reed)]
        default: []
        }
    }

    private var motionDetectable: [ChangeThreshold] {
        switch self {
        case .neckFlexion:
            [ChangeThreshold(9.6, in: "neck pain, 22 people, CROM device, one examiner", .fletcher)]
        case .neckExtension, .neckSideBending, .neckRotation:
            [
                ChangeThreshold(9.6, in: "neck pain, CROM device; upper end over six movements", .fletcher),
                ChangeThreshold(6.8, in: "neck pain, 30 people; upper end of 3.5-6.8, one week apart", .anwar),
            ]
        case .shoulderFlexion: [ChangeThreshold(8, in: .healthyShoulder, .kolber)]
        case .shoulderInternalRotation: [ChangeThreshold(8, in: .healthyShoulder, .kolber)]
        case .shoulderAbduction:
            [ChangeThreshold(4, in: .healthyShoulder, .kolber), ChangeThreshold(20, in: .painfulShoulder, .deWinter)]
        case .shoulderExternalRotation:
            [ChangeThreshold(9, in: .healthyShoulder, .kolber), ChangeThreshold(20, in: .painfulShoulder, .deWinter)]
        case .lumbarFlexion, .lumbarSideBending:
            [ChangeThreshold(15, in: "with and without back pain, sensors, 90 % level; upper end of 5-15", .laird)]
        case .hipInternalRotation:
            [ChangeThreshold(20, in: "hip arthrosis, two doctors, limits -28 to 12 about their mean", .poulsen)]
        case .kneeExtension:
            [ChangeThreshold(5.4, in: "cruciate ligament, 92 people, goniometer, test and retest", .kneeDevices)]
        case .ankleDorsiflexion:
            [ChangeThreshold(4.7, in: "weight-bearing lunge, review of 12 studies, one examiner", .powden)]
        default: []
        }
    }
}

extension String {
    fileprivate static let healthyShoulder = "30 people without complaint, inclinometer, two examiners, 90 % level"
    fileprivate static let painfulShoulder = "shoulder pain, 155 people, passive, two examiners; 20-25 degrees"
}
