using System.Collections.Generic;
using Octavo.Compiler.Quantizing;

namespace Octavo.Tool.Calibration;

/// <summary>Which layers are spared so that the outputs are as good as asked for.</summary>
/// <param name="Settings">The settings that spare them.</param>
/// <param name="Ranking">All layers, the most sensitive first.</param>
/// <param name="Spared">The first of them.</param>
/// <param name="Sqnr">What the worst output has with these settings, in decibels.</param>
/// <param name="Target">What every output was to have.</param>
/// <param name="IsWide">Whether the results of spared layers get 16 bits; otherwise the layers stay in float.</param>
internal sealed record MixedPrecision(QuantizationSettings Settings, IReadOnlyList<LayerSensitivity> Ranking, IReadOnlyList<string> Spared, double Sqnr, double Target, bool IsWide)
{
    public bool IsReached => Sqnr >= Target;

    public string Fate => IsWide ? "16 bits" : "float";
}
