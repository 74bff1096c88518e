using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Calibration;

/// <summary>A calibration as a JSON file: sorted by tensor, one fact a line, so that two can be compared and reviewed.</summary>
public static class CalibrationFile
{
    /// <summary>What the name of a calibration ends with; before it stands the model's name without its extension.</summary>
    public const string Extension = ".calibration.json";

    private const string Format = "octavo calibration";
    private const int Version = 1;
    private const int MaxExponent = 128;

    public static string Write(CalibrationData calibration)
    {
        var json = new JsonText();
        json.Object(() =>
        {
            json.Member("format", Format);
            json.Member("version", Version);
            json.Object("model", () =>
            {
                json.Member("file", calibration.Model);
                json.Member("sha256", calibration.Sha256);
            });
            json.Member("samples", calibration.Samples);
            json.Object("settings", () => SettingsJson.Write(json, calibration.Settings));
            json.Object("tensors", () =>
            {
                foreach (KeyValuePair<string, TensorStatistics> tensor in calibration.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
                {
                    json.Object(tensor.Key, () => Write(json, tensor.Value));
                }
            });
            if (calibration.Equalized.Count > 0)
            {
                json.Object("equalized", () =>
                {
                    foreach (KeyValuePair<string, EqualizedTensor> tensor in calibration.Equalized.OrderBy(t => t.Key, StringComparer.Ordinal))
                    {
                        json.Object(tensor.Key, () =>
                        {
                            json.Member("exponents", tensor.Value.Exponents.Select(e => (long)e));
                            Write(json, tensor.Value.Statistics);
                        });
                    }
                });
            }
        });
        return json + "\n";
    }

    /// <param name="fileName">For messages.</param>
    /// <exception cref="ModelException">The text is no calibration of this version.</exception>
    public static CalibrationData Read(string text, string fileName)
    {
        try
        {
            var root = JsonObject.Of(JsonReader.Read(text));
            if (root.Text("format") != Format || root.Number("version") != Version)
            {
                throw new FormatException($"it is no '{Format}' of version {Version}");
            }

            JsonObject model = root.Object("model"), tensors = root.Object("tensors");
            return new CalibrationData
            {
                Model = model.Text("file"),
                Sha256 = model.Text("sha256"),
                Samples = (long)root.Number("samples"),
                Settings = SettingsJson.Read(root.Object("settings")),
                Tensors = tensors.Names.ToDictionary(name => name, name => Statistics(tensors.Object(name)), StringComparer.Ordinal),
                Equalized = root.Has("equalized") ? Equalized(root.Object("equalized")) : new Dictionary<string, EqualizedTensor>(),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw new ModelException(
                ProblemKind.InvalidOption, $"The calibration '{fileName}' cannot be read: {exception.Message}. Write it again with 'octavo calibrate'.");
        }
    }

    private static void Write(JsonText json, TensorStatistics tensor)
    {
        json.Member("min", tensor.Min);
        json.Member("max", tensor.Max);
        json.Member("averageMin", tensor.AverageMin);
        json.Member("averageMax", tensor.AverageMax);
        if (tensor.IsMasked)
        {
            json.Member("masked", true);
        }

        json.Object("histogram", () =>
        {
            json.Member("binWidth", string.Format(CultureInfo.InvariantCulture, "2^{0}", tensor.Histogram.Exponent));
            json.Member("firstBin", tensor.Histogram.First);
            json.Member("counts", tensor.Histogram.Counts.ToArray());
        });
        if (tensor.Channels is { } channels)
        {
            json.Object("channels", () =>
            {
                json.Member("axis", channels.Axis);
                json.Member("means", channels.Means);
                json.Member("magnitudes", channels.Magnitudes);
            });
        }
    }

    private static Dictionary<string, EqualizedTensor> Equalized(JsonObject json) => json.Names.ToDictionary(
        name => name,
        name => new EqualizedTensor(Array.ConvertAll(json.Object(name).Numbers("exponents"), e => e is >= -100 and <= 100 && e == Math.Round(e) ? (int)e : throw new FormatException($"{e.ToString(CultureInfo.InvariantCulture)} is no exponent")), Statistics(json.Object(name))),
        StringComparer.Ordinal);

    private static TensorStatistics Statistics(JsonObject json)
    {
        JsonObject histogram = json.Object("histogram");
        string width = histogram.Text("binWidth");
        if (!width.StartsWith("2^", StringComparison.Ordinal) || !int.TryParse(width.Substring(2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
        {
            throw new FormatException($"'{width}' is no width of bins");
        }

        ChannelStatistics? channels = null;
        if (json.Has("channels"))
        {
            JsonObject recorded = json.Object("channels");
            channels = new ChannelStatistics(recorded.Integer("axis"), recorded.Numbers("means"), Array.ConvertAll(recorded.Numbers("magnitudes"), m => (float)m));
        }

        double[] counts = histogram.Numbers("counts");
        double first = histogram.Number("firstBin");
        if (Math.Abs(exponent) > MaxExponent || Math.Abs(first) > Histogram.Farthest || counts.Length > Histogram.MaxBins || counts.Any(c => c is < 0 or > Histogram.Farthest))
        {
            throw new FormatException($"the histogram of '{json.Location}' is none that calibration writes");
        }

        (float min, float max) = ((float)json.Number("min"), (float)json.Number("max"));
        return float.IsInfinity(min) || float.IsInfinity(max)
            ? throw new FormatException($"the extremes of '{json.Location}' are no numbers of 32 bits")
            : new TensorStatistics(
                min, max, json.Number("averageMin"), json.Number("averageMax"), new Histogram(exponent, (long)first, Array.ConvertAll(counts, c => (long)c)), channels, json.Has("masked") && json.Flag("masked"));
    }
}
