namespace Portal.Grains.Interfaces.Records.Search;

public static partial class SearchParameters
{
    private static (string Type, SearchParameter[] Parameters)[] Table() =>
    [
        .. People(), .. Clinical(), .. Care(), .. Visits(), .. Money(), .. Papers(), .. Others(),
    ];

    private static (string Type, SearchParameter[] Parameters)[] People() =>
    [
        ("Patient",
        [
            Identifier, Token("active", "active"), .. PersonNames(), .. Contact(), .. Address(), Date("birthdate", "birthDate"),
            Token("gender", "gender"), Presence("deceased", "deceasedBoolean", "deceasedDateTime"), Date("death-date", "deceasedDateTime"),
            Ref("general-practitioner", "generalPractitioner"), Ref("organization", "managingOrganization"),
            Token("language", "communication.language"), Ref("link", "link.other"),
        ]),
        ("RelatedPerson",
        [
            Identifier, Patient(), Token("active", "active"), .. PersonNames(), .. Contact(), .. Address(), Date("birthdate", "birthDate"),
            Token("gender", "gender"), Token("relationship", "relationship"),
        ]),
        ("Practitioner",
        [
            Identifier, Token("active", "active"), .. PersonNames(), .. Contact(), .. Address(), Token("gender", "gender"),
            Token("communication", "communication"),
        ]),
        ("PractitionerRole",
        [
            Identifier, Token("active", "active"), Ref("practitioner", "practitioner"), Ref("organization", "organization"),
            Token("role", "code"), Token("specialty", "specialty"), Ref("location", "location"), Ref("service", "healthcareService"),
            Date("date", "period"), .. Contact(), Ref("endpoint", "endpoint"),
        ]),
        ("Organization",
        [
            Identifier, Token("active", "active"), Text("name", "name", "alias"), .. Address(), Ref("partof", "partOf"), Token("type", "type"),
        ]),
        ("Location",
        [
            Identifier, Text("name", "name", "alias"), .. Address(), Ref("organization", "managingOrganization"), Ref("partof", "partOf"),
            Status, Token("type", "type"), Token("operational-status", "operationalStatus"),
        ]),
        ("HealthcareService",
        [
            Identifier, Token("active", "active"), Text("name", "name"), Ref("organization", "providedBy"), Ref("location", "location"),
            Token("service-type", "type"), Token("service-category", "category"), Token("specialty", "specialty"),
        ]),
        ("CareTeam",
        [
            Identifier, .. Subject(), Status, Token("category", "category"), Ref("participant", "participant.member"),
            Token("role", "participant.role"), Date("date", "period"), Ref("encounter", "encounter"),
        ]),
    ];

    private static (string Type, SearchParameter[] Parameters)[] Clinical() =>
    [
        ("AllergyIntolerance",
        [
            Identifier, Patient(), Token("clinical-status", "clinicalStatus"), Token("verification-status", "verificationStatus"),
            Token("code", "code", "reaction.substance"), Token("category", "category"), Token("criticality", "criticality"),
            Token("type", "type"), Date("date", "recordedDate"), Date("onset", "reaction.onset"), Date("last-date", "lastOccurrence"),
            Token("manifestation", "reaction.manifestation"), Token("severity", "reaction.severity"), Ref("recorder", "recorder"),
            Ref("asserter", "asserter"),
        ]),
        ("Condition",
        [
            Identifier, .. Subject(), Token("category", "category"), Token("clinical-status", "clinicalStatus"),
            Token("verification-status", "verificationStatus"), Token("code", "code"), Token("severity", "severity"),
            Token("body-site", "bodySite"), Ref("encounter", "encounter"), Date("onset-date", "onsetDateTime", "onsetPeriod"),
            Date("recorded-date", "recordedDate"), Date("abatement-date", "abatementDateTime", "abatementPeriod"), Ref("asserter", "asserter"),
        ]),
        ("Observation",
        [
            Identifier, .. Subject(), Token("category", "category"), Token("code", "code"), Status, Ref("encounter", "encounter"),
            Date("date", "effectiveDateTime", "effectivePeriod", "effectiveInstant"), Ref("performer", "performer"),
            Token("value-concept", "valueCodeableConcept"), Quantity("value-quantity", "valueQuantity"), Text("value-string", "valueString"),
            Token("component-code", "component.code"), Quantity("component-value-quantity", "component.valueQuantity"),
            Token("combo-code", "code", "component.code"), Ref("has-member", "hasMember"), Ref("derived-from", "derivedFrom"),
            Ref("based-on", "basedOn"), Ref("part-of", "partOf"), Ref("specimen", "specimen"), Ref("focus", "focus"),
        ]),
        ("DiagnosticReport",
        [
            Identifier, .. Subject(), Token("category", "category"), Token("code", "code"), Status, Ref("encounter", "encounter"),
            Date("date", "effectiveDateTime", "effectivePeriod"), Date("issued", "issued"), Ref("performer", "performer"),
            Ref("result", "result"), Ref("based-on", "basedOn"),
        ]),
        ("Procedure",
        [
            Identifier, .. Subject(), Status, Token("code", "code"), Token("category", "category"),
            Date("date", "performedDateTime", "performedPeriod"), Ref("encounter", "encounter"), Ref("performer", "performer.actor"),
            Ref("based-on", "basedOn"), Ref("location", "location"), Ref("part-of", "partOf"), Ref("reason-reference", "reasonReference"),
            Token("reason-code", "reasonCode"),
        ]),
        ("Immunization",
        [
            Identifier, Patient(), Status, Token("vaccine-code", "vaccineCode"), Date("date", "occurrenceDateTime"), Text("lot-number", "lotNumber"),
            Ref("performer", "performer.actor"), Ref("location", "location"), Token("status-reason", "statusReason"),
        ]),
        ("MedicationRequest",
        [
            Identifier, .. Subject(), Status, Token("intent", "intent"), Token("category", "category"), Token("priority", "priority"),
            Token("code", "medicationCodeableConcept"), Ref("medication", "medicationReference"), Date("authoredon", "authoredOn"),
            Ref("requester", "requester"), Ref("encounter", "encounter"),
        ]),
        ("MedicationStatement",
        [
            Identifier, .. Subject(), Status, Token("category", "category"), Token("code", "medicationCodeableConcept"),
            Ref("medication", "medicationReference"), Date("effective", "effectiveDateTime", "effectivePeriod"), Ref("context", "context"),
            Ref("source", "informationSource"),
        ]),
        ("MedicationAdministration",
        [
            Identifier, .. Subject(), Status, Token("code", "medicationCodeableConcept"), Ref("medication", "medicationReference"),
            Date("effective-time", "effectiveDateTime", "effectivePeriod"), Ref("context", "context"),
        ]),
        ("MedicationDispense",
        [
            Identifier, .. Subject(), Status, Token("type", "type"), Token("code", "medicationCodeableConcept"),
            Ref("medication", "medicationReference"), Date("whenhandedover", "whenHandedOver"), Ref("prescription", "authorizingPrescription"),
        ]),
        ("Medication", [Identifier, Token("code", "code"), Status, Ref("manufacturer", "manufacturer")]),
        ("Device",
        [
            Identifier, Patient(), Token("type", "type"), Status, Text("udi-carrier", "udiCarrier.carrierHRF"), Text("manufacturer", "manufacturer"),
            Text("device-name", "deviceName.name"),
        ]),
        ("ImagingStudy",
        [
            Identifier, .. Subject(), Status, Date("started", "started"), Token("modality", "series.modality"), Ref("encounter", "encounter"),
            Token("bodysite", "series.bodySite"),
        ]),
        ("Media", [Identifier, .. Subject(), Status, Token("type", "type"), Date("created", "createdDateTime", "createdPeriod"), Ref("encounter", "encounter")]),
        ("Specimen", [Identifier, .. Subject(), Status, Token("type", "type"), Date("collected", "collection.collectedDateTime", "collection.collectedPeriod")]),
        ("FamilyMemberHistory", [Identifier, Patient(), Status, Token("code", "condition.code"), Token("relationship", "relationship"), Date("date", "date")]),
    ];

    private static (string Type, SearchParameter[] Parameters)[] Care() =>
    [
        ("CarePlan",
        [
            Identifier, .. Subject(), Token("category", "category"), Status, Token("intent", "intent"), Date("date", "period"),
            Ref("encounter", "encounter"), Ref("care-team", "careTeam"), Ref("condition", "addresses"), Ref("goal", "goal"),
            Ref("activity-reference", "activity.reference"), Token("activity-code", "activity.detail.code"), Ref("based-on", "basedOn"),
            Ref("part-of", "partOf"),
        ]),
        ("Goal",
        [
            Identifier, .. Subject(), Token("lifecycle-status", "lifecycleStatus"), Token("achievement-status", "achievementStatus"),
            Token("category", "category"), Token("description", "description"), Date("start-date", "startDate"), Date("target-date", "target.dueDate"),
        ]),
        ("ServiceRequest",
        [
            Identifier, .. Subject(), Status, Token("intent", "intent"), Token("category", "category"), Token("code", "code"),
            Date("authored", "authoredOn"), Date("occurrence", "occurrenceDateTime", "occurrencePeriod"), Token("priority", "priority"),
            Ref("requester", "requester"), Ref("performer", "performer"), Ref("encounter", "encounter"), Ref("based-on", "basedOn"),
            Token("body-site", "bodySite"),
        ]),
        ("Communication",
        [
            Identifier, .. Subject(), Status, Token("category", "category"), Date("sent", "sent"), Date("received", "received"), Ref("sender", "sender"),
            Ref("recipient", "recipient"), Ref("part-of", "partOf"), Ref("based-on", "basedOn"), Ref("encounter", "encounter"),
            Token("medium", "medium"),
        ]),
        ("QuestionnaireResponse",
        [
            Token("identifier", "identifier"), .. Subject(), Status, Date("authored", "authored"), Uri("questionnaire", "questionnaire"),
            Ref("author", "author"), Ref("encounter", "encounter"),
        ]),
        ("Questionnaire", [Identifier, Status, Uri("url", "url"), Text("title", "title"), Text("name", "name"), Date("date", "date")]),
        ("Consent", [Identifier, Patient(), Status, Token("category", "category"), Token("scope", "scope"), Date("date", "dateTime"), Date("period", "provision.period")]),
    ];

    private static (string Type, SearchParameter[] Parameters)[] Visits() =>
    [
        ("Appointment",
        [
            Identifier, Patient("participant.actor"), Ref("actor", "participant.actor"), Ref("practitioner", "Practitioner", "participant.actor"),
            Ref("location", "Location", "participant.actor"), Status, Date("date", "start"), Token("part-status", "participant.status"),
            Token("service-type", "serviceType"), Token("service-category", "serviceCategory"), Token("appointment-type", "appointmentType"),
            Token("specialty", "specialty"), Token("reason-code", "reasonCode"), Ref("slot", "slot"), Ref("based-on", "basedOn"),
        ]),
        ("Schedule", [Identifier, Token("active", "active"), Ref("actor", "actor"), Date("date", "planningHorizon"), Token("service-type", "serviceType"), Token("specialty", "specialty")]),
        ("Slot",
        [
            Identifier, Ref("schedule", "schedule"), Status, Date("start", "start"), Token("service-type", "serviceType"),
            Token("appointment-type", "appointmentType"), Token("specialty", "specialty"),
        ]),
        ("Encounter",
        [
            Identifier, .. Subject(), Status, Token("class", "class"), Token("type", "type"), Date("date", "period"),
            Ref("participant", "participant.individual"), Ref("practitioner", "Practitioner", "participant.individual"),
            Ref("location", "location.location"), Ref("service-provider", "serviceProvider"), Ref("appointment", "appointment"),
            Ref("reason-reference", "reasonReference"), Token("reason-code", "reasonCode"), Ref("part-of", "partOf"),
            Token("discharge-disposition", "hospitalization.dischargeDisposition"),
        ]),
    ];

    private static (string Type, SearchParameter[] Parameters)[] Money() =>
    [
        ("Coverage",
        [
            Identifier, Patient("beneficiary"), Ref("beneficiary", "beneficiary"), Status, Token("type", "type"), Ref("payor", "payor"),
            Ref("subscriber", "subscriber"), Ref("policy-holder", "policyHolder"),
        ]),
        ("Account", [Identifier, .. Subject(), Status, Text("name", "name"), Token("type", "type"), Date("period", "servicePeriod"), Ref("owner", "owner")]),
        ("Invoice", [Identifier, .. Subject(), Status, Date("date", "date"), Ref("account", "account"), Ref("issuer", "issuer"), Ref("recipient", "recipient"), Token("type", "type")]),
        ("ChargeItem",
        [
            Identifier, .. Subject(), Token("code", "code"), Ref("account", "account"), Ref("context", "context"), Date("entered-date", "enteredDate"),
            Date("occurrence", "occurrenceDateTime", "occurrencePeriod"), Ref("performer-actor", "performer.actor"), Number("factor-override", "factorOverride"),
        ]),
        ("Claim", [Identifier, Patient(), Status, Token("use", "use"), Date("created", "created"), Ref("provider", "provider"), Ref("insurer", "insurer")]),
        ("ClaimResponse", [Identifier, Patient(), Status, Token("use", "use"), Date("created", "created"), Token("outcome", "outcome"), Ref("request", "request")]),
        ("ExplanationOfBenefit",
            [Identifier, Patient(), Status, Date("created", "created"), Ref("claim", "claim"), Ref("provider", "provider"), Ref("coverage", "insurance.coverage")]),
        ("SupplyDelivery", [Identifier, Patient(), Status, Ref("receiver", "receiver")]),
    ];

    private static (string Type, SearchParameter[] Parameters)[] Papers() =>
    [
        ("DocumentReference",
        [
            Identifier, .. Subject(), Status, Token("type", "type"), Token("category", "category"), Date("date", "date"),
            Date("period", "context.period"), Ref("author", "author"), Ref("encounter", "context.encounter"), Ref("custodian", "custodian"),
            Token("contenttype", "content.attachment.contentType"), Token("format", "content.format"), Text("description", "description"),
        ]),
        ("Binary", []),
        ("Provenance", [Patient("target"), Ref("target", "target"), Date("recorded", "recorded"), Ref("agent", "agent.who"), Token("agent-type", "agent.type")]),
    ];

    private static SearchParameter[] PersonNames() =>
    [
        Text("name", "name.family", "name.given", "name.text", "name.prefix", "name.suffix"), Text("family", "name.family"), Text("given", "name.given"),
    ];

    private static SearchParameter[] Contact() =>
        [Token("telecom", "telecom"), Token("phone", "telecom(system=phone)"), Token("email", "telecom(system=email)")];

    private static SearchParameter[] Address() =>
    [
        Text("address", "address.text", "address.line", "address.city", "address.district", "address.state", "address.postalCode", "address.country"),
        Text("address-city", "address.city"), Text("address-state", "address.state"), Text("address-postalcode", "address.postalCode"),
        Text("address-country", "address.country"), Token("address-use", "address.use"),
    ];
}
