package io.isotropy.nlp.topic;

import io.isotropy.nlp.topic.DirichletEstimate.Histogram;
import java.util.Arrays;

/** What a state of the sampler says of its priors, and how likely it is. */
final class GibbsFigures {

    private GibbsFigures() {}

    /** Estimates the priors anew from the topics of all tokens. */
    static void optimize(GibbsSampler sampler, TopicCounts counts, boolean symmetric) {
        Documents documents = counts.documents();
        Histogram[] topicCounts = new Histogram[counts.topics];
        Arrays.setAll(topicCounts, k -> new Histogram());
        Histogram lengths = new Histogram();
        int[] ofDocument = new int[counts.topics];
        for (int text = 0; text < documents.texts(); text++) {
            count(sampler.assignments(), documents, text, ofDocument);
            for (int k = 0; k < counts.topics; k++) {
                if (ofDocument[k] > 0) {
                    topicCounts[k].add(ofDocument[k]);
                }
            }
            lengths.add(documents.offsets()[text + 1] - documents.offsets()[text]);
        }
        Histogram wordCounts = new Histogram();
        for (int count : counts.counts) {
            if (count > 0) {
                wordCounts.add(count);
            }
        }
        sampler.setPriors(
                DirichletEstimate.alpha(sampler.alpha(), topicCounts, lengths, symmetric),
                DirichletEstimate.beta(sampler.beta(), wordCounts, counts.totals, documents.vocabulary().size()));
    }

    /** ln p(words, topics | α, β) per token: Griffiths and Steyvers 2004, eq. 2 and 3, with a prior per topic. */
    static double logLikelihood(GibbsSampler sampler, TopicCounts counts) {
        Documents documents = counts.documents();
        double[] alpha = sampler.alpha();
        double beta = sampler.beta();
        double alphaSum = Arrays.stream(alpha).sum();
        double[] alphaTerms = Arrays.stream(alpha).map(GammaFunction::logGamma).toArray();
        double sum = 0;
        int[] ofDocument = new int[counts.topics];
        for (int text = 0; text < documents.texts(); text++) {
            count(sampler.assignments(), documents, text, ofDocument);
            for (int k = 0; k < counts.topics; k++) {
                if (ofDocument[k] > 0) {
                    sum += GammaFunction.logGamma(alpha[k] + ofDocument[k]) - alphaTerms[k];
                }
            }
            int length = documents.offsets()[text + 1] - documents.offsets()[text];
            sum += GammaFunction.logGamma(alphaSum) - GammaFunction.logGamma(alphaSum + length);
        }
        double betaTerm = GammaFunction.logGamma(beta);
        for (int count : counts.counts) {
            if (count > 0) {
                sum += GammaFunction.logGamma(beta + count) - betaTerm;
            }
        }
        double betaSum = beta * documents.vocabulary().size();
        for (long total : counts.totals) {
            sum += GammaFunction.logGamma(betaSum) - GammaFunction.logGamma(betaSum + total);
        }
        return sum / documents.tokens();
    }

    private static void count(char[] assignments, Documents documents, int text, int[] counts) {
        Arrays.fill(counts, 0);
        for (int place = documents.offsets()[text]; place < documents.offsets()[text + 1]; place++) {
            counts[assignments[place]]++;
        }
    }
}
