using Lesion.Gateway;
using Lesion.Gateway.Forwarding;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddGateway();
builder.AddForwarding();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGateway();
app.MapForwarding();
app.Run();
