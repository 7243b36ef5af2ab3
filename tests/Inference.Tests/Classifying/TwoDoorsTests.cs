using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Inference.Tests.Classifying;

public sealed class TwoDoorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task By_message_and_by_http_the_same_bytes_get_the_same_answer_to_the_bit(int views)
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        var tiny = new TinyModel();
        await host.PublishAsync(1, tiny with { Card = tiny.Card with { TestViews = views } });
        await host.PromoteAsync(1);
        for (var seed = 0; seed < 6; seed++)
        {
            await RequireSameAsync(host, Pictures.Png(seed, 640 + seed, 580));
        }
    }

    [Fact]
    public async Task Real_photographs_get_the_same_answer_by_both_doors()
    {
        var photographs = TestData.Photographs(4);
        await using var host = await StartServingAsync();
        foreach (var path in photographs)
        {
            await RequireSameAsync(host, await File.ReadAllBytesAsync(path, Token));
        }
    }

    [Fact]
    public async Task An_answer_by_http_is_in_the_store_and_on_the_bus()
    {
        await using var host = await StartServingAsync();

        var answer = await PostAsync(host, Pictures.Png(1));

        var told = await host.Classified.NextAsync();
        told.Classification!.ImageId.ShouldBe(answer.ImageId);
        told.Error.ShouldBeNull();
        var stored = await StoredAsync(host, told.RequestId);
        stored!.Classification!.Probabilities.ShouldBe(answer.Probabilities);
        stored.ClassifiedAt.ShouldBe(host.Time.GetUtcNow());
    }

    [Fact]
    public async Task An_image_that_is_known_is_classified_by_its_id()
    {
        await using var host = await StartServingAsync();
        var image = Pictures.Png(3);
        var imageId = ImageId.Of(image);
        await host.Store.PutBytesAsync(Buckets.Images, Keys.Image(imageId), image, cancellationToken: Token);

        await host.Bus.Publish(new ClassifyImage { RequestId = "known", ImageId = imageId }, Token);

        var told = await host.Classified.NextAsync();
        told.RequestId.ShouldBe("known");
        told.Classification!.ImageId.ShouldBe(imageId);
        (await StoredAsync(host, "known")).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_asker_with_an_address_gets_the_answer_there_too()
    {
        await using var host = await StartServingAsync();
        await PutRequestAsync(host, "ask.png", Pictures.Png(2));

        var client = host.Bus.CreateRequestClient<ClassifyImage>(TimeSpan.FromSeconds(20));
        var answer = await client.GetResponse<ImageClassified>(Request("r-1", "ask.png"), Token);

        answer.Message.RequestId.ShouldBe("r-1");
        (await host.Classified.NextAsync()).Classification!.ImageId.ShouldBe(answer.Message.Classification!.ImageId);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer()
    {
        await using var host = await StartServingAsync();
        await PutRequestAsync(host, "a.png", Pictures.Png(1));
        await host.Bus.Publish(Request("r", "a.png"), Token);
        var first = await host.Classified.NextAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.Bus.Publish(Request("r", "a.png"), Token);

        JsonSerializer.Serialize(await host.Classified.NextAsync()).ShouldBe(JsonSerializer.Serialize(first));
        (await StoredAsync(host, "r"))!.ClassifiedAt.ShouldBe(first.ClassifiedAt);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("champion", 2)]
    [InlineData("challenger", 1)]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    public async Task A_message_is_answered_by_the_version_that_it_asks_for(string? model, int version)
    {
        await using var host = await StartServingAsync();
        for (var other = 2; other <= 3; other++)
        {
            await host.PublishAsync(other, new TinyModel { Bias = other });
        }

        await host.PromoteAsync(2);
        await host.ChallengeAsync(1);
        await PutRequestAsync(host, "a.png", Pictures.Png(1));

        await host.Bus.Publish(Request("r", "a.png") with { Model = model }, Token);

        (await host.Classified.NextAsync()).Classification!.Model.Version.ShouldBe(version);
    }

    [Theory]
    [InlineData("best", null, "modelNotServed")]
    [InlineData("9", null, "modelNotServed")]
    [InlineData(null, 3, "badViews")]
    public async Task A_message_that_asks_for_what_is_not_there_is_told_so(string? model, int? views, string code)
    {
        await using var host = await StartServingAsync();
        await PutRequestAsync(host, "a.png", Pictures.Png(1));

        await host.Bus.Publish(Request("r", "a.png") with { Model = model, Views = views }, Token);

        (await host.Classified.NextAsync()).Error!.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("lesion-images", "images/x", "refusedBucket")]
    [InlineData("lesion-requests", "../lesion-images/x", "refusedKey")]
    [InlineData("lesion-requests", "a/../../x", "refusedKey")]
    [InlineData("lesion-requests", "a\\..\\x", "refusedKey")]
    [InlineData("lesion-requests", "/etc/passwd", "refusedKey")]
    [InlineData("lesion-requests", "absent.png", "notFound")]
    [InlineData("lesion-requests", null, "badRequest")]
    [InlineData(null, null, "badRequest")]
    public async Task What_must_not_or_cannot_be_read_is_refused_with_an_answer(string? bucket, string? key, string code)
    {
        await using var host = await StartServingAsync();

        await host.Bus.Publish(new ClassifyImage { RequestId = "r", Bucket = bucket, Key = key }, Token);

        var told = await host.Classified.NextAsync();
        told.RequestId.ShouldBe("r");
        told.Classification.ShouldBeNull();
        told.Error!.Code.ShouldBe(code);
        (await StoredAsync(host, "r"))!.Error!.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("../../../inbox/x")]
    public async Task An_image_id_that_is_no_hash_is_refused(string imageId)
    {
        await using var host = await StartServingAsync();

        await host.Bus.Publish(new ClassifyImage { RequestId = "r", ImageId = imageId }, Token);

        (await host.Classified.NextAsync()).Error!.Code.ShouldBe("badImageId");
    }

    [Theory]
    [InlineData("../../models/lesion/aliases/champion")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    public async Task A_request_id_that_could_name_another_object_is_answered_and_never_stored(string requestId)
    {
        await using var host = await StartServingAsync();

        await host.Bus.Publish(new ClassifyImage { RequestId = requestId, Bucket = Buckets.Requests, Key = "x" }, Token);

        var told = await host.Classified.NextAsync();
        told.RequestId.ShouldBe(requestId);
        told.Error!.Code.ShouldBe("badRequestId");
        (await host.Store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: Token).AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_picture_that_is_none_is_answered_with_what_is_wrong()
    {
        await using var host = await StartServingAsync();
        await PutRequestAsync(host, "text.jpg", "no picture"u8.ToArray());

        await host.Bus.Publish(Request("r", "text.jpg"), Token);

        (await host.Classified.NextAsync()).Error!.Code.ShouldBe("notAnImage");
    }

    [Fact]
    public async Task A_picture_that_is_too_large_is_answered_and_not_read()
    {
        await using var host = await StartServingAsync(("Lesion:Inference:MaxImageBytes", "2000"));
        await PutRequestAsync(host, "large.png", Pictures.Png(1, 300, 300));

        await host.Bus.Publish(Request("r", "large.png"), Token);

        (await host.Classified.NextAsync()).Error!.Code.ShouldBe("tooLarge");
    }

    [Fact]
    public async Task Without_a_model_a_message_is_answered_with_how_to_get_one()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        await PutRequestAsync(host, "a.png", Pictures.Png(1));

        await host.Bus.Publish(Request("r", "a.png"), Token);

        var error = (await host.Classified.NextAsync()).Error!;
        error.Code.ShouldBe("noModel");
        error.Message.ShouldContain("train");
    }

    [Fact]
    public async Task More_messages_than_the_queue_holds_are_all_answered()
    {
        await using var host = await StartServingAsync(("Lesion:Inference:MaxQueueSize", "1"), ("Lesion:Inference:CacheEntries", "0"));
        await PutRequestAsync(host, "a.png", Pictures.Png(1));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => host.Bus.Publish(Request($"r{n}", "a.png"), Token)));

        var answers = new List<ImageClassified>();
        while (answers.Count < 50)
        {
            answers.Add(await host.Classified.NextAsync());
        }

        answers.ShouldAllBe(answer => answer.Error == null);
        answers.Select(answer => answer.RequestId).Distinct().Count().ShouldBe(50);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InferenceHost> StartServingAsync(params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }

    private static async Task RequireSameAsync(InferenceHost host, byte[] image)
    {
        var key = $"{ImageId.Of(image)}.png";
        await PutRequestAsync(host, key, image);
        var byHttp = await PostAsync(host, image);
        (await host.Classified.NextAsync()).Classification!.Probabilities.ShouldBe(byHttp.Probabilities);

        await host.Bus.Publish(Request("by-message", key), Token);
        var byMessage = (await host.Classified.NextAsync()).Classification!;

        foreach (var (label, probability) in byHttp.Probabilities)
        {
            BitConverter.DoubleToInt64Bits(byMessage.Probabilities[label]).ShouldBe(BitConverter.DoubleToInt64Bits(probability));
        }

        (byMessage.ImageId, byMessage.Label, byMessage.Decision, byMessage.Model)
            .ShouldBe((byHttp.ImageId, byHttp.Label, byHttp.Decision, byHttp.Model));
    }

    private static async Task<Classification> PostAsync(InferenceHost host, byte[] image)
    {
        using var response = await host.Http.PostAsync("/v1/classifications", new ByteArrayContent(image), Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, Token))!;
    }

    private static ClassifyImage Request(string requestId, string key) =>
        new() { RequestId = requestId, Bucket = Buckets.Requests, Key = key };

    private static Task<ObjectInfo> PutRequestAsync(InferenceHost host, string key, byte[] image) =>
        host.Store.PutBytesAsync(Buckets.Requests, key, image, cancellationToken: Token);

    private static Task<ImageClassified?> StoredAsync(InferenceHost host, string requestId) =>
        host.Store.GetJsonAsync<ImageClassified>(Buckets.Models, $"classifications/2026-03-04/{requestId}.json", Token);
}
