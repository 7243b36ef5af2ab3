using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;

namespace Lesion.ServiceDefaults.Tests.Bus;

public sealed class MessageDocumentTests
{
    private static readonly Dictionary<string, Type> Messages = typeof(ImageIngested).Assembly.GetTypes()
        .Where(type => type.IsPublic && IsMessage(type))
        .ToDictionary(ExchangeOf);

    private static readonly JsonSerializerOptions Strict = new(LesionJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string, string> Examples =>
        [.. MessageDocument.Read().Select(message => new TheoryDataRow<string, string>(message.Exchange, message.Example))];

    [Fact]
    public void Every_message_is_described_once() =>
        MessageDocument.Read().Select(message => message.Exchange).Order().ShouldBe(Messages.Keys.Order());

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_message_and_has_no_key_that_is_not_read(string exchange, string example) =>
        JsonSerializer.Deserialize(example, Messages[exchange], Strict).ShouldNotBeNull();

    private static string ExchangeOf(Type message) =>
        (string)typeof(LesionNames).GetMethod(nameof(LesionNames.FormatEntityName))!.MakeGenericMethod(message).Invoke(LesionNames.Formatter, [])!;

    /// <summary>Messages lie in a folder of their own, but in one namespace with what they are made of: nothing else refers to them.</summary>
    private static bool IsMessage(Type type) =>
        File.Exists(Path.Combine(MessageDocument.Root, "shared", "Contracts", "Messages", $"{type.Name}.cs"));
}
