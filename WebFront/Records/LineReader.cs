using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.WebFront.Records;

/// <summary>The lines of an input as they come. What is no UTF-8 is not guessed at: a name with a wrong letter would be stored.</summary>
internal static class LineReader
{
    /// <summary>A line is looked through again with each part of it that comes.</summary>
    private const int BufferSize = 256 * 1024;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Each line without its end; none for one that is no UTF-8.</returns>
    public static async IAsyncEnumerable<string?> Read(Stream body, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(body, new(bufferSize: BufferSize, leaveOpen: true));
        try
        {
            var isFirst = true;
            for (var isWhole = false; !isWhole;)
            {
                var read = await pipe.ReadAsync(cancellation);
                var (buffer, lines) = (read.Buffer, new List<string?>());
                isWhole = read.IsCompleted;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    lines.Add(Text(buffer.Slice(0, end)));
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                if (isWhole && !buffer.IsEmpty)
                    lines.Add(Text(buffer));
                pipe.AdvanceTo(isWhole ? read.Buffer.End : buffer.Start, read.Buffer.End);
                foreach (var line in lines)
                {
                    yield return isFirst ? line?.TrimStart('\uFEFF') : line;
                    isFirst = false;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static string? Text(ReadOnlySequence<byte> line)
    {
        try
        {
            return _strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
