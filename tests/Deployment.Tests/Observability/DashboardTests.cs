using Lesion.Deployment.Tests.Observability.Dashboards;
using Lesion.Deployment.Tests.Observability.Metrics;
using Lesion.Deployment.Tests.Observability.PromQl;
using Lesion.Deployment.Tests.Observability.Rules;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>A panel whose query finds nothing looks like a quiet system.</summary>
public sealed class DashboardTests
{
    public static TheoryData<string> Names => [.. Dashboard.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_panel_asks_for_what_is_emitted_and_shows_labels_that_it_gets(string name)
    {
        var known = DeployedRules.Known();
        foreach (var panel in Dashboard.All[name].Shown)
        {
            panel.Targets.ShouldNotBeEmpty(panel.Title);
            panel.Targets.Select(target => target.RefId).ShouldBeUnique();
            foreach (var target in panel.Targets)
            {
                var result = QueryReader.Read(target.Expr, known);
                DashboardQueries.LegendLabels(target.LegendFormat).ShouldBeSubsetOf(result.Labels, panel.Title);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_panel_uses_variables_that_the_dashboard_has_and_no_variable_is_idle(string name)
    {
        var dashboard = Dashboard.All[name];

        var used = dashboard.Shown.SelectMany(panel => panel.Targets).SelectMany(target => DashboardQueries.Variables(target.Expr));

        used.Distinct().Order().ShouldBe(dashboard.Templating.List.Select(variable => variable.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_variable_is_chosen_from_labels_that_are_there(string name)
    {
        var known = DeployedRules.Known();
        foreach (var variable in Dashboard.All[name].Templating.List)
        {
            var (expression, label) = DashboardQueries.LabelValues(variable.Query);

            QueryReader.Read(expression, known).Labels.ShouldContain(label, variable.Query);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_panel_has_a_title_a_description_a_unit_and_a_source_that_is_provisioned(string name)
    {
        var sources = GrafanaProvisioning.DataSources();
        foreach (var panel in Dashboard.All[name].Shown)
        {
            panel.Title.ShouldNotBeNullOrWhiteSpace();
            panel.Description.ShouldNotBeNullOrWhiteSpace(panel.Title);
            panel.Unit.ShouldNotBeNullOrWhiteSpace(panel.Title);
            sources.ShouldContain(panel.Datasource, panel.Title);
        }

        Dashboard.All[name].Templating.List.ShouldAllBe(variable => sources.Contains(variable.Datasource));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_numbers_and_places_of_their_own(string name)
    {
        var panels = Dashboard.All[name].Panels;

        panels.Select(panel => panel.Id).ShouldBeUnique();
        foreach (var (i, panel) in panels.Index())
        {
            var place = panel.GridPos;
            place.X.ShouldBeGreaterThanOrEqualTo(0, panel.Title);
            (place.X + place.W).ShouldBeLessThanOrEqualTo(GridPosition.Columns, panel.Title);
            panels.Skip(i + 1).Where(other => other.GridPos.Overlaps(place)).Select(other => other.Title).ShouldBeEmpty(panel.Title);
        }
    }

    [Fact]
    public void Dashboards_are_named_after_their_files_so_that_links_to_them_last() =>
        Dashboard.All.Select(dashboard => dashboard.Value.Uid).ShouldBe(Dashboard.All.Keys.Select(name => $"lesion-{name}"));

    [Fact]
    public void Each_instrument_of_ours_is_shown_somewhere()
    {
        var queries = Dashboard.All.Values.SelectMany(dashboard => dashboard.Shown).SelectMany(panel => panel.Targets)
            .Select(target => target.Expr)
            .Concat(DeployedRules.Recorded.Select(rule => rule.Expr))
            .ToList();

        var unseen = TelemetryDocument.Instruments
            .Where(instrument => !PrometheusNames.Of(instrument).Any(metric => queries.Any(query => query.Contains(metric.Name))))
            .Select(instrument => instrument.Name);

        unseen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0, 8, 8, true)]
    [InlineData(4, 7, 8, 8, true)]
    [InlineData(8, 0, 8, 8, false)]
    [InlineData(0, 8, 8, 8, false)]
    public void Places_overlap_that_share_a_cell(int x, int y, int w, int h, bool overlaps) =>
        new GridPosition(0, 0, 8, 8).Overlaps(new GridPosition(x, y, w, h)).ShouldBe(overlaps);
}
