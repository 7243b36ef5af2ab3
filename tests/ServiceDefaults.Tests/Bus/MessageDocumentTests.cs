using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Storage;

namespace Lesion.ServiceDefaults.Tests.Bus;

public sealed class MessageDocumentTests
{
    private static readonly JsonSerializerOptions Strict = new(LesionJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string, string> Examples =>
        [.. MessageDocument.Read().Select(message => new TheoryDataRow<string, string>(message.Exchange, message.Example))];

    [Fact]
    public void Every_message_is_described() =>
        MessageDocument.Read().Select(message => message.Exchange).Distinct().Order().ShouldBe(MessageDocument.Types.Keys.Order());

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_message_and_has_no_key_that_is_not_read(string exchange, string example) =>
        JsonSerializer.Deserialize(example, MessageDocument.Types[exchange], Strict).ShouldNotBeNull();
}
