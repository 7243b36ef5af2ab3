namespace Lesion.Gateway.Http;

/// <summary>What a browser sees at <c>/</c>.</summary>
internal static class Home
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Lesion</title>
        <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }</style>
        <h1>Lesion</h1>
        <p>Drop labelled photographs of skin lesions, retrain, classify.</p>
        <ul>
          <li><a href="/docs">The API, to read and to try</a></li>
          <li><a href="/v1/images">Images</a>, <a href="/v1/rejections">refused files</a></li>
          <li><a href="/v1/trainings">Trainings</a></li>
          <li><a href="/v1/models">Models</a></li>
          <li><a href="/v1/classifications">Classifications</a></li>
          <li><a href="/health/ready">Health</a></li>
        </ul>
        <p>A research and engineering tool, no medical device: it must not be used to diagnose or to decide on treatment.</p>
        </html>
        """;

    public static void MapHome(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", () => TypedResults.Content(Html, "text/html; charset=utf-8")).ExcludeFromDescription();
}
