using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Http;

public abstract class ImagesApiTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uploaded_image_lies_in_the_inbox_and_ingestion_is_told()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var dropped = host.Consumed.Next<InboxObjectDropped>();

        using var response = await host.Client.PostAsync(
            "/v1/images?label=Malignant&group=größe", new ByteArrayContent(Samples.Bitmap(1)), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var id = accepted.GetProperty("imageId").GetString()!;
        id.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Samples.Bitmap(1))));
        response.Headers.Location!.ToString().ShouldBe($"/v1/images/{id}");
        (await dropped).Key.ShouldBe($"malignant/{id}.bmp");
        var stored = await host.Store.HeadAsync(Buckets.Inbox, $"malignant/{id}.bmp", Cancellation);
        Uri.UnescapeDataString(stored!.Metadata["group"]).ShouldBe("größe");
        (await host.Store.GetBytesAsync(Buckets.Inbox, stored.Key, Cancellation)).ShouldBe(Samples.Bitmap(1));
    }

    [Fact]
    public async Task A_form_keeps_the_files_name_unless_another_waits_under_it()
    {
        await using var host = await GatewayHost.StartAsync(_home);

        (await UploadAsync(1)).ShouldBe("unlabelled/mole 1.bmp");
        (await UploadAsync(2)).ShouldStartWith("unlabelled/" + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Samples.Bitmap(2))));

        async Task<string> UploadAsync(int number)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("ignored"), "note" },
                { new ByteArrayContent(Samples.Bitmap(number)), "file", "C:\\photos\\mole 1.bmp" },
            };
            using var response = await host.Client.PostAsync("/v1/images", form, Cancellation);
            return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("key").GetString()!;
        }
    }

    [Fact]
    public async Task More_bytes_than_the_limit_are_refused_however_they_come()
    {
        await using var host = await GatewayHost.StartAsync(_home, ("Lesion:Gateway:LargestUpload", "1024"));
        using var chunked = new StreamContent(new Unseekable(2000));
        using var form = new MultipartFormDataContent { { new StreamContent(new Unseekable(2000)), "file", "a.bmp" } };

        foreach (var content in new HttpContent[] { new ByteArrayContent(new byte[2000]), chunked, form })
        {
            using var response = await host.Client.PostAsync("/v1/images", content, Cancellation);
            await response.ShouldBeProblemAsync(413, "too-large");
        }
    }

    [Fact]
    public async Task Images_are_listed_a_page_at_a_time_each_once_and_filtered()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        for (var i = 0; i < 7; i++)
        {
            await host.PublishAsync(Samples.Ingested(Samples.Id($"{i}"), $"{(i < 3 ? "benign" : "malignant")}/{i}.jpg"));
        }

        await host.PublishAsync(Samples.Ingested(Samples.Id("0"), "malignant/0.jpg"));
        await host.PublishAsync(Samples.Prepared(Samples.Id("1")));

        var seen = new List<string>();
        var address = "/v1/images?limit=3";
        while (address is not null)
        {
            var page = await host.Client.GetFromJsonAsync<JsonElement>(address, Cancellation);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(image => image.GetProperty("id").GetString()!));
            address = page.TryGetProperty("next", out var next) ? $"/v1/images?limit=3&cursor={next.GetString()}" : null;
        }

        seen.Count.ShouldBe(7);
        seen.Distinct().Count().ShouldBe(7);
        (await CountAsync("state=conflicted")).ShouldBe(1);
        (await CountAsync("label=benign")).ShouldBe(2);
        (await CountAsync("prepared=true")).ShouldBe(1);
        (await CountAsync("prepared=false")).ShouldBe(6);

        async Task<int> CountAsync(string query) =>
            (await host.Client.GetFromJsonAsync<JsonElement>($"/v1/images?{query}", Cancellation))
            .GetProperty("items").GetArrayLength();
    }

    [Fact]
    public async Task A_person_labels_an_image_by_an_object_then_by_a_message()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var id = Samples.Id("a");
        await host.Store.PutBytesAsync(Buckets.Images, Keys.Image(id), new byte[1], cancellationToken: Cancellation);
        await host.PublishAsync(Samples.Ingested(id, "benign/a.jpg"));
        var labelled = host.Consumed.Next<ImageLabelled>();

        using var response = await host.Client.PutAsync(
            $"/v1/images/{id}/label", JsonContent.Create(new { label = " Melanoma" }), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Store.GetJsonAsync<LabelRecord>(Buckets.Images, Keys.Label(id), Cancellation))!.Label.ShouldBe("melanoma");
        await labelled;
        var image = await host.Client.GetFromJsonAsync<JsonElement>($"/v1/images/{id}", Cancellation);
        image.GetProperty("image").GetProperty("label").GetString().ShouldBe("melanoma");
        image.GetProperty("image").GetProperty("labelSource").GetString().ShouldBe("person");
        image.GetProperty("drops")[0].GetProperty("key").GetString().ShouldBe("benign/a.jpg");
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Bytes whose number nobody knows beforehand.</summary>
    private sealed class Unseekable(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }

    public sealed class OnSqlite() : ImagesApiTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : ImagesApiTests(CatalogDatabase.Postgres);
}
