using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>Codes whose lists change without the document type do not stand in the Schematron: here they are held to them.</summary>
public sealed class CcdPeopleTests
{
    private const string Cdc = "2.16.840.1.113883.6.238";
    private static readonly XNamespace _cda = "urn:hl7-org:v3";
    private static readonly XNamespace _sdtc = "urn:hl7-org:sdtc";

    private static readonly string[] _ethnicities = ["2135-2", "2186-5"];
    private static readonly string[] _races = ["1002-5", "2028-9", "2054-5", "2076-8", "2106-3"];

    [Theory]
    [InlineData("female", "F")]
    [InlineData("male", "M")]
    [InlineData("other", "UN")]
    [InlineData("unknown", null)]
    [InlineData(null, null)]
    public void Genders_are_those_of_administration(string? gender, string? code)
    {
        var patient = CcdSamples.Empty("nobody").Patient;
        patient["gender"] = gender;

        Codes(Told(patient), _cda + "administrativeGenderCode", "2.16.840.1.113883.5.1", code is null ? [] : [code]);
    }

    [Fact]
    public void The_first_race_stands_in_the_document_and_the_others_beside_it()
    {
        var patient = Of(("race", "ombCategory", "2106-3"), ("race", "ombCategory", "2028-9"), ("race", "detailed", "2034-7"), ("ethnicity", "ombCategory", "2135-2"));

        var told = Told(patient);

        Codes(told, _cda + "raceCode", Cdc, ["2106-3"]);
        Codes(told, _sdtc + "raceCode", Cdc, ["2028-9", "2034-7"]);
        Codes(told, _cda + "ethnicGroupCode", Cdc, ["2135-2"]);
    }

    [Fact]
    public void What_is_no_race_or_more_exact_than_one_stands_beside_it_only()
    {
        var told = Told(Of(("race", "ombCategory", "2135-2"), ("race", "detailed", "2034-7")));

        Assert.NotNull(told.Elements(_cda + "raceCode").Single().Attribute("nullFlavor"));
        Codes(told, _sdtc + "raceCode", Cdc, ["2135-2", "2034-7"]);
    }

    [Fact]
    public void Who_has_told_neither_has_none()
    {
        var told = Told(CcdSamples.Empty("nobody").Patient);

        Codes(told, _cda + "raceCode", Cdc, []);
        Codes(told, _cda + "ethnicGroupCode", Cdc, []);
    }

    [Fact]
    public void Those_of_real_records_are_of_the_lists()
    {
        var documents = SharedData.Files("synthea").Concat(SharedData.Files("inferno")).Select(CcdSamples.Of).Append(CcdSamples.UsCore())
            .Select(record => Told(record.Patient)).ToList();

        Assert.Contains(documents, one => Values(one, _cda + "ethnicGroupCode").Any());
        Assert.All(documents.SelectMany(one => Values(one, _cda + "ethnicGroupCode")), code => Assert.Contains(code, _ethnicities));
        Assert.All(documents.SelectMany(one => Values(one, _cda + "raceCode")), code => Assert.Contains(code, _races));
        Assert.All(documents.SelectMany(one => Values(one, _cda + "administrativeGenderCode")), code => Assert.Contains(code, (string[])["F", "M", "UN"]));
    }

    private static JsonObject Of(params (string Kind, string Part, string Code)[] told)
    {
        var patient = CcdSamples.Empty("nobody").Patient;
        patient["extension"] = new JsonArray([.. told.GroupBy(one => one.Kind).Select(kind => new JsonObject
        {
            ["url"] = $"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{kind.Key}",
            ["extension"] = new JsonArray([.. kind.Select(one => new JsonObject
            {
                ["url"] = one.Part, ["valueCoding"] = new JsonObject { ["system"] = $"urn:oid:{Cdc}", ["code"] = one.Code },
            })]),
        })]);
        return patient;
    }

    private static XElement Told(JsonObject patient)
    {
        var id = patient["id"]!.GetValue<string>();
        var record = RecordSnapshot.Of(id, [patient.DeepClone().AsObject()], CcdSamples.Empty(id).Practice);
        return XDocument.Load(new MemoryStream(CcdDocument.Of(record, CcdSamples.Edition(id)))).Descendants(_cda + "patient").Single();
    }

    private static IEnumerable<string> Values(XElement told, XName name) => told.Elements(name).Attributes("code").Select(code => code.Value);

    private static void Codes(XElement told, XName name, string system, string[] codes)
    {
        var elements = told.Elements(name).ToList();
        Assert.Equal(codes, elements.Attributes("code").Select(code => code.Value));
        if (codes.Length > 0)
            Assert.All(elements, element => Assert.Equal(system, element.Attribute("codeSystem")!.Value));
        else
            Assert.NotNull(Assert.Single(elements).Attribute("nullFlavor"));
    }
}
