using System;
using System.Linq;
using System.Text;
using Octavo.Tool.Calibration;

namespace Octavo.Tool.Reports;

/// <summary>The most sensitive layers for people, a line each.</summary>
internal static class SensitivityText
{
    private const int Shown = 20;

    public static string Write(MixedPrecision mixture)
    {
        var text = new StringBuilder();
        foreach ((string layer, double sqnr) in mixture.Ranking.Take(Math.Max(Shown, mixture.Spared.Count)))
        {
            text.AppendLine(FormattableString.Invariant($"{sqnr,7:0.0} dB  {layer}{(mixture.Spared.Contains(layer) ? "  " + mixture.Fate : "")}"));
        }

        return text.ToString();
    }
}
