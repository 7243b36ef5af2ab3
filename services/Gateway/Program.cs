using Lesion.Gateway;
using Lesion.Gateway.Forwarding;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

if (HealthProbe.IsAskedBy(args))
    return await HealthProbe.RunAsync();

// Settings come from the environment and from beside the program, never from whatever folder it is started in.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddGateway();
builder.AddForwarding();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGateway();
app.MapForwarding();
await app.RunAsync();
return 0;
