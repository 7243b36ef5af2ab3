using Lesion.Deployment.Tests.Observability.Metrics;
using Lesion.Deployment.Tests.Observability.PromQl;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>A checker of queries that accepts anything would be worth nothing.</summary>
public sealed class QueryReaderTests
{
    private static readonly KnownMetrics Known = new(
    [
        .. Instrument("shop.sales", "{sale}", InstrumentKind.Counter, ["shop.city", "shop.outcome"], ["paid", "returned", "Ulm"]),
        .. Instrument("shop.wait", "s", InstrumentKind.Histogram, ["shop.city"], []),
        .. Instrument("shop.queue", "{person}", InstrumentKind.UpDownCounter, ["shop.city"], []),
    ]);

    [Theory]
    [InlineData("rate(shop_sales_total[5m])", "instance job shop_city shop_outcome")]
    [InlineData("sum(rate(shop_sales_total{shop_city=\"Ulm\"}[$__rate_interval]))", "")]
    [InlineData("sum by (job, shop_city) (increase(shop_sales_total[1h30m] offset 1d))", "job shop_city")]
    [InlineData("sum(shop_queue) without (job, instance)", "shop_city")]
    [InlineData("topk(3, shop_queue) # the longest", "instance job shop_city")]
    [InlineData("histogram_quantile(0.99, sum by (le, job) (rate(shop_wait_seconds_bucket[5m]))) > 1e3", "job")]
    [InlineData("sum by (job) (shop_queue) / on (job) group_left (shop_city) count by (job, shop_city) (shop_queue)", "job shop_city")]
    [InlineData("sum by (job) (shop_queue) > 2 and on (job) sum by (job, instance) (shop_queue) < 3 or absent(shop_queue)", "job")]
    [InlineData("shop_sales_total unless shop_sales_total offset 15m", "instance job shop_city shop_outcome")]
    [InlineData("shop_sales_total{shop_outcome=~\"paid|lost\", shop_city!=\"$city\"} * -1", "instance job shop_city shop_outcome")]
    public void A_good_query_tells_the_labels_of_its_result(string query, string labels) =>
        string.Join(' ', QueryReader.Read(query, Known).Labels.Order(StringComparer.Ordinal)).ShouldBe(labels);

    [Theory]
    [InlineData("rate(shop_sale_total[5m])", "nothing emits 'shop_sale_total'")]
    [InlineData("rate(shop_sales[5m])", "nothing emits 'shop_sales'")]
    [InlineData("sum(shop_queue) + sum(shop_queues)", "nothing emits 'shop_queues'")]
    [InlineData("shop_queue{city=\"Ulm\"}", "shop_queue has no label 'city'")]
    [InlineData("shop_queue{shop_outcome=\"paid\"}", "shop_queue has no label 'shop_outcome'")]
    [InlineData("rate(shop_sales_total{shop_outcome=\"lost\"}[5m])", "'shop_outcome' of shop_sales_total is never 'lost'")]
    [InlineData("rate(shop_sales_total{shop_outcome=~\"los.\"}[5m])", "'shop_outcome' of shop_sales_total is never 'los.'")]
    [InlineData("sum by (city) (shop_queue)", "sum() goes by 'city'")]
    [InlineData("sum by (shop_city) (sum by (job) (shop_queue))", "sum() goes by 'shop_city'")]
    [InlineData("sum(shop_queue) by (city)", "sum() goes by 'city'")]
    [InlineData("sum by (job) (shop_queue) / on (shop_city) shop_queue", "'/' goes by 'shop_city'")]
    [InlineData("shop_queue * on (job) group_left (city) shop_queue", "group_left takes 'city'")]
    [InlineData("sum by (job) (shop_queue) / sum(shop_queue)", "'/' never finds a partner")]
    [InlineData("shop_queue unless sum(shop_queue)", "'unless' never finds a partner")]
    [InlineData("histogram_quantile(0.5, sum by (job) (rate(shop_wait_seconds_bucket[5m])))", "has no 'le'")]
    [InlineData("rate(shop_queue[5m])", "rate() is of counters")]
    [InlineData("rate(shop_sales_total)", "rate() takes a range")]
    [InlineData("sum(shop_sales_total[5m])", "sum() takes no range")]
    [InlineData("abs(shop_sales_total[5m])", "abs() takes no range")]
    [InlineData("rat(shop_sales_total[5m])", "'rat' is no function")]
    [InlineData("sum(shop_queue", "')' is due")]
    [InlineData("shop_queue shop_queue", "where a End is due")]
    [InlineData("shop_queue{shop_city=\"Ulm}", "is not understood")]
    [InlineData("5mm", "is not understood")]
    [InlineData("", "'the end' where a Name is due")]
    public void A_bad_query_is_refused_and_told_why(string query, string reason) =>
        Should.Throw<BadQueryException>(() => QueryReader.Read(query, Known)).Message.ShouldContain(reason);

    private static IEnumerable<Metric> Instrument(string name, string unit, InstrumentKind kind, HashSet<string> attributes, HashSet<string> values) =>
        PrometheusNames.Of(new ListedInstrument(name, unit, kind, attributes, values));
}
