using Lesion.Ingestion;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

if (HealthProbe.IsAskedBy(args))
    return await HealthProbe.RunAsync();

// Settings come from the environment and from beside the program, never from whatever folder it is started in.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddIngestion();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunAsync();
return 0;
