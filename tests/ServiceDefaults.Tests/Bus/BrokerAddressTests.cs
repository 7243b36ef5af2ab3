using Lesion.ServiceDefaults.Bus;

namespace Lesion.ServiceDefaults.Tests.Bus;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://lesion:secret@broker", "broker", 5672, "/", "lesion", "secret", false)]
    [InlineData("amqp://lesion:secret@127.0.0.1:25672/", "127.0.0.1", 25672, "/", "lesion", "secret", false)]
    [InlineData("amqps://lesion:p%40ss%3A%2F@broker/eu%2Fone", "broker", 5671, "eu/one", "lesion", "p@ss:/", true)]
    public void An_address_is_read(string text, string host, int port, string virtualHost, string user, string password, bool tls) =>
        BrokerAddress.Parse(text).ShouldBe(new BrokerAddress(host, (ushort)port, virtualHost, user, password, tls));

    [Theory]
    [InlineData("broker:5672")]
    [InlineData("http://lesion:secret@broker")]
    [InlineData("amqp://broker")]
    [InlineData("amqp://lesion@broker")]
    public void What_is_none_is_refused_without_its_password(string text)
    {
        var message = Should.Throw<FormatException>(() => BrokerAddress.Parse(text)).Message;

        message.ShouldContain("amqp://user:password@host:port/virtual-host");
        message.ShouldNotContain("secret");
    }
}
