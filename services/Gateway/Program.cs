using Lesion.Gateway;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddGateway();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGateway();
app.Run();
