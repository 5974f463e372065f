namespace Portal.Bench.Running;

public static class Numbers
{
    public static double Median(IEnumerable<double> values) => Percentile([.. values.Order()], 0.5);

    /// <param name="sorted">In ascending order, not empty.</param>
    /// <param name="part">From 0 to 1.</param>
    public static double Percentile(double[] sorted, double part) =>
        sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];

    public static double[] Sorted(IEnumerable<double> values) => [.. values.Order()];
}
